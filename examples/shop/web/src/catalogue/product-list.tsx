// Products that match, page after page as one scrolls; each page is one request.

import { useInfiniteRows } from "@isthmus/client/react";
import { useSeen } from "../parts/seen.ts";
import { Trouble } from "../parts/trouble.tsx";
import { CardSkeletons, ProductCard } from "./product-card.tsx";
import { productsOf, type Wanted } from "./sorting.ts";

interface ProductListProps {
  readonly wanted: Wanted;
}

export function useProducts(wanted: Wanted) {
  return useInfiniteRows((client) => productsOf(client, wanted));
}

export function ProductList({ wanted }: ProductListProps) {
  const { data, error, refetch, isPending, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } =
    useProducts(wanted);
  const end = useSeen<HTMLDivElement>(() => void fetchNextPage(), hasNextPage && !isFetchingNextPage && error === null);
  if (data === undefined && error !== null)
    return <Trouble error={error} what="The products cannot be shown now." again={refetch} />;
  if (data?.length === 0)
    return (
      <div className="empty">
        <h2>Nothing matches</h2>
        <p>Try another word, or take out a filter.</p>
      </div>
    );
  return (
    <>
      <h2 className="unseen">Products</h2>
      <ul className="products" aria-busy={isPending || isFetchingNextPage}>
        {data?.map((product) => (
          <ProductCard key={product.id} product={product} />
        ))}
        {(isPending || isFetchingNextPage) && <CardSkeletons count={isPending ? 12 : 4} />}
      </ul>
      {isFetchNextPageError && error !== null && (
        <Trouble error={error} what="More products could not be fetched." again={fetchNextPage} />
      )}
      <div ref={end} className="end-of-list">
        {hasNextPage && !isFetchingNextPage && (
          <button type="button" className="button plain" onClick={() => void fetchNextPage()}>
            Show more
          </button>
        )}
      </div>
    </>
  );
}
