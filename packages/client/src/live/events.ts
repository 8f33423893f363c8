// In charge of reading Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html) from a body.

export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/** Gives a function that takes the text as it comes and tells every event that is complete. */
export function createEventReader(tell: (event: StreamEvent) => void): (text: string) => void {
  let rest = "";
  let name = "message";
  let data: string[] = [];

  function line(text: string): void {
    if (text === "") {
      if (data.length > 0) tell({ name, data: data.join("\n") });
      name = "message";
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") name = value;
  }

  return (text) => {
    const whole = rest + text;
    // A carriage return at the end may be the first half of a line's end.
    const end = whole.endsWith("\r") ? whole.length - 1 : whole.length;
    const lines = whole.slice(0, end).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + whole.slice(end);
    for (const one of lines) line(one);
  };
}
