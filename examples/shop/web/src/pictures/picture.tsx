// A product's picture: drawn from its category and colour, so that 5,000 products need no file.

import { memo } from "react";
import { hueOf } from "./colours.ts";
import { shapeOf } from "./shapes.ts";
import "./picture.css";

interface PictureProps {
  readonly image: string | null;
  readonly attributes: unknown;
  /** Beside its name it says nothing new, and is hidden from those who cannot see it. */
  readonly label?: string;
}

export const Picture = memo(function Picture({ image, attributes, label }: PictureProps) {
  const hue = hueOf(attributes);
  const turn = turnOf(image);
  const hidden = label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  return (
    <svg className="picture" viewBox="0 0 100 100" style={{ color: hue }} {...hidden}>
      <ellipse className="ground" cx="50" cy="79" rx="30" ry="3" />
      <g transform={turn}>
        {shapeOf(image).map(([tone, path]) => (
          <path key={path} className={tone} d={path} />
        ))}
      </g>
    </svg>
  );
});

/** Things of one category stand a little differently. */
function turnOf(image: string | null): string {
  let sum = 0;
  for (const letter of image ?? "") sum = (sum * 31 + letter.charCodeAt(0)) % 997;
  const scale = 0.72 + (sum % 5) * 0.03;
  const mirrored = sum % 2 === 1 ? -1 : 1;
  return `translate(50 52) scale(${mirrored * scale} ${scale}) translate(-50 -50)`;
}
