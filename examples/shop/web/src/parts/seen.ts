// Tells when an element comes near the window, so that what stands below is fetched as one scrolls.

import { type RefObject, useEffect, useRef } from "react";

export function useSeen<E extends Element>(seen: () => void, enabled: boolean): RefObject<E | null> {
  const element = useRef<E>(null);
  const newest = useRef(seen);
  newest.current = seen;
  useEffect(() => {
    const { current } = element;
    if (!enabled || current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && newest.current(), {
      rootMargin: "600px",
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [enabled]);
  return element;
}
