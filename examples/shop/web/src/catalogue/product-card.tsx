// A product in a list.

import { Link } from "react-router";
import { Availability } from "../parts/availability.tsx";
import { Price } from "../parts/price.tsx";
import { type Rated, Rating } from "../parts/stars.tsx";
import { Picture } from "../pictures/picture.tsx";
import "./product-card.css";

export interface CardProduct {
  readonly id: number;
  readonly name: string;
  readonly slug: string;
  readonly price: number;
  readonly currency: string;
  readonly stock: number;
  readonly image: string | null;
  readonly attributes: unknown;
  readonly ratings: Rated | null;
}

export function ProductCard({ product }: { readonly product: CardProduct }) {
  const { id, slug, name, price, currency, stock, image, attributes, ratings } = product;
  return (
    <li className="product-card">
      <Picture image={image} attributes={attributes} />
      <div className="words">
        <h3>
          <Link to={`/p/${slug}-${id}`}>{name}</Link>
        </h3>
        <Rating of={ratings} />
        <p className="foot">
          <Price amount={price} currency={currency} />
          {stock <= 5 && <Availability stock={stock} />}
        </p>
      </div>
    </li>
  );
}

export function CardSkeletons({ count }: { readonly count: number }) {
  return Array.from({ length: count }, (_, index) => (
    <li key={index} className="product-card" aria-hidden="true">
      <div className="skeleton picture-place" />
      <div className="skeleton line" />
    </li>
  ));
}
