// The pages of the shop and their addresses.

import { Suspense } from "react";
import { Link, Route, Routes } from "react-router";
import { BasketPage } from "./basket/basket-page.tsx";
import { CategoryPage } from "./catalogue/category-page.tsx";
import { HomePage } from "./catalogue/home-page.tsx";
import { ProductPage } from "./catalogue/product-page.tsx";
import { SearchPage } from "./catalogue/search-page.tsx";
import { Footer } from "./parts/footer.tsx";
import { Header } from "./parts/header.tsx";
import { Heading, useTitle } from "./parts/title.tsx";

export function App() {
  return (
    <>
      <Header />
      <Suspense fallback={<main className="page" id="content" aria-busy="true" />}>
        <Routes>
          <Route index element={<HomePage />} />
          <Route path="c/:place" element={<CategoryPage />} />
          <Route path="p/:place" element={<ProductPage />} />
          <Route path="search" element={<SearchPage />} />
          <Route path="basket" element={<BasketPage />} />
          <Route path="*" element={<NowherePage />} />
        </Routes>
      </Suspense>
      <Footer />
    </>
  );
}

function NowherePage() {
  useTitle("Not found");
  return (
    <main className="page" id="content">
      <Heading>There is nothing here</Heading>
      <div className="empty">
        <p>The address may be old or misspelt.</p>
        <Link className="button" to="/">
          To the shop
        </Link>
      </div>
    </main>
  );
}
