// The pages of the shop and their addresses.

import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";
import { AccountPage } from "./account/account-page.tsx";
import { SessionEnded } from "./account/ended.tsx";
import { Members } from "./account/members.tsx";
import { SignInPage } from "./account/sign-in-page.tsx";
import { SignUpPage } from "./account/sign-up-page.tsx";
import { BasketPage } from "./basket/basket-page.tsx";
import { CategoryPage } from "./catalogue/category-page.tsx";
import { HomePage } from "./catalogue/home-page.tsx";
import { ProductPage } from "./catalogue/product-page.tsx";
import { SearchPage } from "./catalogue/search-page.tsx";
import { BankPage } from "./checkout/bank-page.tsx";
import { CheckoutPage } from "./checkout/checkout-page.tsx";
import { OrderPage } from "./orders/order-page.tsx";
import { Arrival } from "./parts/arrival.tsx";
import { Footer } from "./parts/footer.tsx";
import { Header } from "./parts/header.tsx";
import { NowherePage } from "./parts/nowhere.tsx";

// Fetched by those who work here alone.
const StockPage = lazy(() => import("./admin/stock-page.tsx"));
const OrdersPage = lazy(() => import("./admin/orders-page.tsx"));

export function App() {
  return (
    <>
      <Header />
      <SessionEnded />
      <Suspense fallback={<main className="page" id="content" aria-busy="true" />}>
        <Routes>
          <Route index element={<HomePage />} />
          <Route path="c/:place" element={<CategoryPage />} />
          <Route path="p/:place" element={<ProductPage />} />
          <Route path="search" element={<SearchPage />} />
          <Route path="basket" element={<BasketPage />} />
          <Route path="sign-in" element={<SignInPage />} />
          <Route path="sign-up" element={<SignUpPage />} />
          <Route
            path="checkout"
            element={
              <Members>
                <CheckoutPage />
              </Members>
            }
          />
          <Route path="checkout/bank" element={<BankPage />} />
          <Route
            path="account"
            element={
              <Members>
                <AccountPage />
              </Members>
            }
          />
          <Route
            path="account/orders/:id"
            element={
              <Members>
                <OrderPage />
              </Members>
            }
          />
          <Route
            path="admin/orders"
            element={
              <Members>
                <OrdersPage />
              </Members>
            }
          />
          <Route
            path="admin/stock"
            element={
              <Members>
                <StockPage />
              </Members>
            }
          />
          <Route path="*" element={<NowherePage />} />
        </Routes>
      </Suspense>
      <Footer />
      <Arrival />
    </>
  );
}
