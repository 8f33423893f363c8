// One of several, each a card that can be picked.

import type { ReactNode } from "react";

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  readonly onPick: () => void;
  readonly title: string;
  readonly children?: ReactNode;
  readonly end?: ReactNode;
}

export function Choice({ name, value, checked, onPick, title, children, end }: ChoiceProps) {
  return (
    <label className="choice">
      <input type="radio" name={name} value={value} checked={checked} onChange={onPick} />
      <span className="words">
        <strong>{title}</strong>
        {children !== undefined && <span className="small soft">{children}</span>}
      </span>
      {end}
    </label>
  );
}
