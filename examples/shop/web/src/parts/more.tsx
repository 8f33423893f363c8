// The way to the rows behind those that are shown, for lists that do not go on by themselves.

interface MoreProps {
  readonly rows: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
  /** What the button says. */
  readonly children: string;
}

export function More({ rows: { hasNextPage, isFetchingNextPage, fetchNextPage }, children }: MoreProps) {
  if (!hasNextPage) return null;
  return (
    <div>
      <button type="button" className="button plain" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {children}
      </button>
    </div>
  );
}
