// A rating as stars, and as words for who cannot see them.

interface StarsProps {
  readonly rating: number;
  readonly count?: number;
}

export function Stars({ rating, count }: StarsProps) {
  const full = Math.round(rating);
  const words = `${rating.toFixed(1)} of 5 stars${count === undefined ? "" : `, ${count} reviews`}`;
  return (
    <span className="small">
      <span className="unseen">{words}</span>
      <span aria-hidden="true">
        <span className="stars">{"★".repeat(full) + "☆".repeat(5 - full)}</span>
        {count === undefined ? "" : <span className="soft"> {count}</span>}
      </span>
    </span>
  );
}

/** A row of a view, whose columns have no declared types. */
export interface Rated {
  readonly rating: unknown;
  readonly reviews: unknown;
}

/** Nothing where nobody has rated yet. */
export function Rating({ of }: { readonly of: Rated | null }) {
  if (of === null || typeof of.rating !== "number") return null;
  return <Stars rating={of.rating} count={Number(of.reviews)} />;
}
