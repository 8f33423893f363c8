// For those who work here: what is in stock, and what was ordered. To everybody else it looks as if it were not there.

import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useWho } from "../account/who.ts";
import { Heading, useTitle } from "../parts/title.tsx";
import { NowherePage } from "../parts/nowhere.tsx";
import "./admin.css";

interface AdminPageProps {
  readonly title: string;
  readonly children: ReactNode;
}

export function AdminPage({ title, children }: AdminPageProps) {
  const { isStaff, isKnown } = useWho();
  useTitle(isStaff ? title : undefined);
  if (!isKnown) return <main className="page" id="content" aria-busy="true" />;
  if (!isStaff) return <NowherePage />;
  return (
    <main className="page admin" id="content">
      <Heading above="For those who work here">{title}</Heading>
      <nav aria-label="Parts of the administration" className="tabs">
        <NavLink to="/admin/orders">Orders</NavLink>
        <NavLink to="/admin/stock">Stock</NavLink>
      </nav>
      {children}
    </main>
  );
}
