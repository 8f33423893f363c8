// The test page in Angular, compiled in the browser.

import "@angular/compiler";
import { Component, provideZonelessChangeDetection, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import {
  injectInfiniteRows,
  injectInsert,
  injectLive,
  injectRemove,
  injectRow,
  injectRows,
  injectSession,
  injectUpdate,
  provideIsthmus,
} from "@isthmus/client/angular";
import { account, client } from "./client.ts";

class Products {
  readonly products = injectRows((own) => own.from("products").select("id, name, category(name)").order("id").limit(3));
}
Component({
  selector: "app-products",
  template: `<ul class="products">@for (row of products.data(); track row.id) {<li>{{ row.name }}, {{ row.category.name }}</li>}</ul>`,
})(Products);

class Page {
  readonly tags = injectRows((own) => own.from("tags").select("id, name").like("name", "page%").order("id"));
  readonly least = signal(0);
  readonly all = injectRows((own) => own.from("tags").select("id, name").gt("id", this.least()).order("name"));
  readonly insert = injectInsert("tags", { optimistic: ({ name }) => ({ id: 1_000_000, name }) });
  readonly update = injectUpdate("tags");
  readonly remove = injectRemove("tags");
  readonly categories = injectInfiniteRows((own) => own.from("categories").select("id, name").order("name").limit(20));
  readonly live = injectLive((own) => own.from("tags").select("name").like("name", "live%").order("id"));
  readonly refused = injectRows((own) => own.from("orders").select("id"));
  readonly one = injectRow((own) => own.from("categories").select("name").eq("id", 1));
  readonly patient = injectRows((own) => own.from("tags").select("name").eq("id", 1));
  readonly session = injectSession();
  readonly account = account;
  name = "";

  get last(): number {
    return this.all.data()?.at(-1)?.id ?? 0;
  }
  get error(): string | undefined {
    return (this.insert.error() ?? this.update.error() ?? this.remove.error())?.message;
  }
  get told(): string {
    return this.live.live()
      ? this.live
          .data()
          ?.map(({ name }) => name)
          .join(" ") || "none"
      : "waiting";
  }
}
Component({
  selector: "app-page",
  imports: [Products],
  template: `
    <div id="first"><app-products /></div>
    <div id="second"><app-products /></div>
    <input id="name" #box (input)="name = box.value" />
    <button id="add" (click)="insert.mutate({ name })"></button>
    <button id="rename" (click)="update.mutate({ match: { id: last }, set: { name } })"></button>
    <button id="remove" (click)="remove.mutate({ id: last })"></button>
    <p id="error">{{ error }}</p>
    <ul id="tags">@for (tag of tags.data(); track tag.id) {<li>{{ tag.name }}</li>}</ul>
    <ul id="all">@for (tag of all.data(); track tag.id) {<li>{{ tag.name }}</li>}</ul>
    <ul id="categories">@for (one of categories.data(); track one.id) {<li>{{ one.id }}</li>}</ul>
    @if (categories.hasNextPage()) {<button id="more" (click)="categories.fetchNextPage()"></button>}
    <p id="live">{{ told }}</p>
    <p id="refused">{{ refused.error()?.message }}</p>
    <p id="one">{{ one.data()?.name }}</p>
    <p id="patient">{{ patient.data()?.[0]?.name }}</p>
    <p id="session">{{ session.user()?.name ?? session.status() }}</p>
    <button id="sign-up" (click)="session.signUp(account)"></button>
    <button id="sign-out" (click)="session.signOut()"></button>
  `,
})(Page);

document.querySelector("#app")!.append(document.createElement("app-page"));
await bootstrapApplication(Page, { providers: [provideZonelessChangeDetection(), provideIsthmus(client)] });
