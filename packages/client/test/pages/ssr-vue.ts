// A page in Vue that a server renders.

import { createClient } from "@isthmus/client";
import { createQueryClient, hydrate, isthmus, useInfiniteRows, useRows } from "@isthmus/client/vue";
import { createSSRApp, defineComponent, h, onMounted, ref } from "vue";
import { type Catalog, shape } from "../kit/catalog.ts";
import { products, tags } from "./ssr-questions.ts";
import type {} from "./client.ts";

export const VuePage = defineComponent(() => {
  const { data: some } = useRows(tags);
  const { data: all, fetchNextPage } = useInfiniteRows(products);
  const taken = ref("");
  onMounted(() => (taken.value = "taken over"));
  return () => [
    h(
      "ul",
      some.value?.map(({ id }) => h("li", { key: id }, id)),
    ),
    h(
      "ul",
      { id: "products" },
      all.value?.map(({ id }) => h("li", { key: id }, id)),
    ),
    h("button", { id: "more", onClick: () => void fetchNextPage() }),
    h("p", { id: "taken" }, taken.value),
  ];
});

if (typeof document !== "undefined") {
  const { isthmusState } = window as unknown as { isthmusState: Parameters<typeof hydrate>[1] };
  const queryClient = createQueryClient();
  hydrate(queryClient, isthmusState);
  const client = createClient<Catalog>({ url: "/", shape });
  createSSRApp(VuePage).use(isthmus, { client, queryClient }).mount("#app");
}
