// A page that is gone to by a link begins at its top, and is where the keyboard and a screen reader go on. Back and forward
// are the browser's own.

import { useEffect, useRef } from "react";
import { useLocation, useNavigationType } from "react-router";

export function Arrival() {
  const { pathname } = useLocation();
  const type = useNavigationType();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    if (type === "POP") return;
    scrollTo({ top: 0, behavior: "instant" });
    const content = document.querySelector<HTMLElement>("#content");
    if (content === null) return;
    content.tabIndex = -1;
    content.focus({ preventScroll: true });
  }, [pathname, type]);
  return null;
}
