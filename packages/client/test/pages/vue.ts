// The test page in Vue.

import {
  isthmus,
  useInfiniteRows,
  useInsert,
  useLive,
  useRemove,
  useRow,
  useRows,
  useSession,
  useUpdate,
} from "@isthmus/client/vue";
import { createApp, defineComponent, h, ref, Suspense } from "vue";
import { account, client } from "./client.ts";

const Products = defineComponent({
  props: { id: { type: String, required: true } },
  setup(props) {
    const { data } = useRows((own) => own.from("products").select("id, name, category(name)").order("id").limit(3));
    return () =>
      h(
        "ul",
        { id: props.id },
        data.value?.map((row) => h("li", { key: row.id }, `${row.name}, ${row.category.name}`)),
      );
  },
});

const Tags = defineComponent(() => {
  const { data } = useRows((own) => own.from("tags").select("id, name").like("name", "page%").order("id"));
  const least = ref(0);
  const { data: all } = useRows((own) => own.from("tags").select("id, name").gt("id", least.value).order("name"));
  const insert = useInsert("tags", { optimistic: ({ name }) => ({ id: 1_000_000, name }) });
  const update = useUpdate("tags");
  const remove = useRemove("tags");
  const name = ref("");
  const last = (): number => all.value?.at(-1)?.id ?? 0;
  const list = (id: string, tags: typeof data) =>
    h(
      "ul",
      { id },
      tags.value?.map((tag) => h("li", { key: tag.id }, tag.name)),
    );
  return () => [
    h("input", { id: "name", onInput: (event: Event) => (name.value = (event.target as HTMLInputElement).value) }),
    h("button", { id: "add", onClick: () => insert.mutate({ name: name.value }) }),
    h("button", { id: "rename", onClick: () => update.mutate({ match: { id: last() }, set: { name: name.value } }) }),
    h("button", { id: "remove", onClick: () => remove.mutate({ id: last() }) }),
    h("p", { id: "error" }, (insert.error.value ?? update.error.value ?? remove.error.value)?.message),
    list("tags", data),
    list("all", all),
  ];
});

const Categories = defineComponent(() => {
  const { data, hasNextPage, fetchNextPage } = useInfiniteRows((own) =>
    own.from("categories").select("id, name").order("name").limit(20),
  );
  return () => [
    h(
      "ul",
      { id: "categories" },
      data.value?.map((one) => h("li", { key: one.id }, one.id)),
    ),
    hasNextPage.value ? h("button", { id: "more", onClick: () => void fetchNextPage() }) : null,
  ];
});

const Live = defineComponent(() => {
  const { data, live } = useLive((own) => own.from("tags").select("name").like("name", "live%").order("id"));
  return () => h("p", { id: "live" }, live.value ? data.value?.map(({ name }) => name).join(" ") || "none" : "waiting");
});

const Refused = defineComponent(() => {
  const { error } = useRows((own) => own.from("orders").select("id"));
  return () => h("p", { id: "refused" }, error.value?.message);
});

const One = defineComponent(() => {
  const { data } = useRow((own) => own.from("categories").select("name").eq("id", 1));
  return () => h("p", { id: "one" }, data.value?.name);
});

const Patient = defineComponent({
  async setup() {
    const { data, suspense } = useRows((own) => own.from("tags").select("name").eq("id", 1));
    await suspense();
    return () => h("p", { id: "patient" }, data.value?.[0]?.name);
  },
});

const Session = defineComponent(() => {
  const { status, user, signUp, signOut } = useSession();
  return () => [
    h("p", { id: "session" }, user.value?.name ?? status.value),
    h("button", { id: "sign-up", onClick: () => void signUp(account) }),
    h("button", { id: "sign-out", onClick: () => void signOut() }),
  ];
});

createApp(() => [
  h(Products, { id: "first" }),
  h(Products, { id: "second" }),
  h(Tags),
  h(Categories),
  h(Live),
  h(Refused),
  h(One),
  h(Suspense, () => h(Patient)),
  h(Session),
])
  .use(isthmus, { client })
  .mount("#app");
