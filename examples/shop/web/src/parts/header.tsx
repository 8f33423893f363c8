// The head of every page: where to look, who is here, what is in the basket.

import { useSession } from "@isthmus/client/react";
import { type FormEvent, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { countOf, useBasket } from "../basket/basket.ts";
import "./header.css";

export function Header() {
  const lines = useBasket();
  const count = countOf(lines);
  const { user } = useSession();
  return (
    <header className="head">
      <a className="skip" href="#content">
        To the content
      </a>
      <div className="row">
        <Link to="/" className="name">
          <img src="/mark.svg" alt="" width="32" height="32" />
          Fjord &amp; Field
        </Link>
        <Search />
        <nav aria-label="Shop">
          <Link to="/search">All products</Link>
          <Link to="/account">{user === null ? "Sign in" : "Account"}</Link>
          <Link to="/basket" className="to-basket">
            Basket
            <span className="count" data-empty={count === 0}>
              <span className="unseen">, </span>
              {count}
              <span className="unseen"> {count === 1 ? "thing" : "things"}</span>
            </span>
          </Link>
        </nav>
      </div>
    </header>
  );
}

function Search() {
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const [words, setWords] = useState(parameters.get("q") ?? "");
  const search = (event: FormEvent): void => {
    event.preventDefault();
    void navigate(`/search?${new URLSearchParams({ q: words.trim() })}`);
  };
  return (
    <search>
      <form onSubmit={search}>
        <label>
          <span className="unseen">Search products</span>
          <input
            type="search"
            placeholder="Search for a kettle, a tent, a gift…"
            value={words}
            maxLength={100}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
      </form>
    </search>
  );
}
