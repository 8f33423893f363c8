// The frontend messages of one exchange as one piece of bytes, so that it leaves in one write. Message formats:
// https://www.postgresql.org/docs/current/protocol-message-formats.html; all values go and come as text.

/** Gathers messages; each member adds one. */
export interface Messages {
  parse(name: string, text: string): void;
  close(name: string): void;
  /** The unnamed portal is bound to the statement, and run to its end. */
  bindAndExecute(name: string, values: readonly (string | null)[]): void;
  /** Adds the Sync and hands out all that was gathered. */
  finish(): Buffer;
}

const initialSize = 8_192;
/** A buffer that had to grow beyond this is let go of again. */
const largestKept = 65_536;
/** `E`, its length, the unnamed portal, no limit of rows. */
const execute = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0]);
const sync = Buffer.from([0x53, 0, 0, 0, 4]);

export function gatherMessages(): Messages {
  let buffer = Buffer.allocUnsafeSlow(initialSize);
  let at = 0;

  function room(bytes: number): void {
    if (at + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  }

  function int32(value: number, place: number): void {
    buffer[place] = value >>> 24;
    buffer[place + 1] = value >>> 16;
    buffer[place + 2] = value >>> 8;
    buffer[place + 3] = value;
  }

  /** Writes the text; three bytes are the most that a UTF-16 unit becomes. */
  function text(value: string): number {
    room(value.length * 3 + 16);
    const length = buffer.write(value, at);
    at += length;
    return length;
  }

  function terminated(value: string): void {
    text(value);
    buffer[at++] = 0;
  }

  function begin(type: number): number {
    room(64);
    buffer[at] = type;
    at += 5;
    return at - 4;
  }

  return {
    parse(name, statement) {
      const length = begin(0x50);
      terminated(name);
      terminated(statement);
      room(2);
      buffer[at++] = 0;
      buffer[at++] = 0;
      int32(at - length, length);
    },
    close(name) {
      const length = begin(0x43);
      buffer[at++] = 0x53;
      terminated(name);
      int32(at - length, length);
    },
    bindAndExecute(name, values) {
      const length = begin(0x42);
      buffer[at++] = 0;
      terminated(name);
      room(8);
      buffer[at++] = 0;
      buffer[at++] = 0;
      buffer[at++] = values.length >>> 8;
      buffer[at++] = values.length;
      for (const value of values) {
        room(8);
        const place = at;
        at += 4;
        int32(value === null ? -1 : text(value), place);
      }
      room(16);
      buffer[at++] = 0;
      buffer[at++] = 0;
      int32(at - length, length);
      execute.copy(buffer, at);
      at += execute.length;
    },
    finish() {
      room(sync.length);
      sync.copy(buffer, at);
      at += sync.length;
      // The socket may hold on to what it is given, and this buffer is written to again.
      const all = Buffer.from(buffer.subarray(0, at));
      at = 0;
      if (buffer.length > largestKept) buffer = Buffer.allocUnsafeSlow(initialSize);
      return all;
    },
  };
}
