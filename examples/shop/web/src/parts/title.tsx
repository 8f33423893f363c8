// A page's title in the window, and its first heading.

import { type ReactNode, useEffect } from "react";

export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? "Fjord & Field" : `${title} · Fjord & Field`;
  }, [title]);
}

interface HeadingProps {
  readonly children: ReactNode;
  readonly above?: ReactNode;
}

export function Heading({ children, above }: HeadingProps) {
  return (
    <header className="heading">
      {above !== undefined && <p className="soft small">{above}</p>}
      <h1>{children}</h1>
    </header>
  );
}
