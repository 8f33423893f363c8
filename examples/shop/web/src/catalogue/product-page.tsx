// One product: what it is, how many are left this moment, and what those say who have it.

import { useLive } from "@isthmus/client/react";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { put } from "../basket/basket.ts";
import { Availability } from "../parts/availability.tsx";
import { Price } from "../parts/price.tsx";
import { Rating } from "../parts/stars.tsx";
import { useTitle } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Picture } from "../pictures/picture.tsx";
import { idIn } from "./id-in.ts";
import { Reviews } from "./reviews.tsx";
import "./product-page.css";

export function ProductPage() {
  const { place = "" } = useParams();
  const id = idIn(place);
  const { data, error, refetch, isPending, live } = useLive((client) =>
    client
      .from("products")
      .select(
        "id, name, slug, description, price, currency, stock, image, attributes, category(id, name, slug, parent(id, name, slug)), ratings(rating, reviews)",
      )
      .eq("id", id),
  );
  const product = data?.[0];
  useTitle(product?.name);
  if (product === undefined)
    return (
      <main className="page" id="content">
        {error !== null ? (
          <Trouble error={error} what="This product cannot be shown now." again={refetch} />
        ) : isPending ? (
          <Waiting />
        ) : (
          <div className="empty">
            <h1>We no longer have this</h1>
            <p>It may have sold out for good.</p>
            <Link className="button" to="/search">
              See what there is
            </Link>
          </div>
        )}
      </main>
    );
  const { category, ratings } = product;
  return (
    <main className="page product-page" id="content">
      <nav aria-label="Where this is" className="trail small soft">
        {category?.parent && (
          <Link to={`/c/${category.parent.slug}-${category.parent.id}`}>{category.parent.name}</Link>
        )}
        {category && <Link to={`/c/${category.slug}-${category.id}`}>{category.name}</Link>}
      </nav>
      <div className="sheet">
        <Picture image={product.image} attributes={product.attributes} label={product.name} />
        <div className="about">
          <h1>{product.name}</h1>
          <a href="#reviews" className="to-reviews">
            <Rating of={ratings} />
          </a>
          <p className="amount">
            <Price amount={product.price} currency={product.currency} />
            <span className="small soft"> tax included</span>
          </p>
          <p>{product.description}</p>
          <Facts attributes={product.attributes} />
          <p className="stock" aria-live="polite">
            <Availability stock={product.stock} />
            {live && <span className="small soft">kept up to date while you look</span>}
          </p>
          <Take product={product} />
        </div>
      </div>
      <Reviews product={product.id} />
    </main>
  );
}

type Taken = Parameters<typeof put>[0] & { readonly stock: number };

function Take({ product }: { readonly product: Taken }) {
  const [taken, setTaken] = useState(0);
  const { stock, id, name, slug, price, currency, image, attributes } = product;
  const take = (): void => {
    put({ id, name, slug, price, currency, image, attributes });
    setTaken(taken + 1);
  };
  return (
    <div className="take">
      <button type="button" className="button" disabled={stock <= 0} onClick={take}>
        {stock <= 0 ? "Sold out" : "Put into the basket"}
      </button>
      <p role="status" className="small">
        {taken > 0 && (
          <>
            {taken === 1 ? "It is in your basket." : `${taken} are in your basket.`}{" "}
            <Link to="/basket">Look at it</Link>
          </>
        )}
      </p>
    </div>
  );
}

function Facts({ attributes }: { readonly attributes: unknown }) {
  if (typeof attributes !== "object" || attributes === null) return null;
  return (
    <dl className="facts small">
      {Object.entries(attributes).map(([name, value]) => (
        <div key={name}>
          <dt>{name === "set" ? "Pieces" : name.charAt(0).toUpperCase() + name.slice(1)}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Waiting() {
  return (
    <div className="sheet product-page" aria-hidden="true">
      <div className="skeleton picture-place" />
      <div className="about">
        <div className="skeleton line" />
        <div className="skeleton block" />
      </div>
    </div>
  );
}
