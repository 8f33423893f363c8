// The shop's window: its departments and what sells best, in one request each.

import { useRows } from "@isthmus/client/react";
import { Link } from "react-router";
import { useTitle } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Picture } from "../pictures/picture.tsx";
import { CardSkeletons, ProductCard } from "./product-card.tsx";
import "./home-page.css";

const stage = [
  { image: "/images/tents/two-person-tent.svg", attributes: { colour: "rust" } },
  { image: "/images/coffee-and-tea/kettle.svg", attributes: { colour: "teal" } },
  { image: "/images/planters/plant-pot.svg", attributes: { colour: "terracotta" } },
  { image: "/images/armchairs-and-sofas/armchair.svg", attributes: { colour: "ochre" } },
];

export function HomePage() {
  useTitle(undefined);
  return (
    <main id="content" className="home">
      <section className="stage">
        <div className="page">
          <div className="words">
            <h1>Made to be used every day.</h1>
            <p>Five thousand good things for house, garden and the way in between, from workshops we know by name.</p>
            <p>
              <Link className="button" to="/search">
                See everything
              </Link>
            </p>
          </div>
          <div className="pictures" aria-hidden="true">
            {stage.map(({ image, attributes }) => (
              <Picture key={image} image={image} attributes={attributes} />
            ))}
          </div>
        </div>
      </section>
      <div className="page">
        <Departments />
        <BestSellers />
      </div>
    </main>
  );
}

function Departments() {
  const { data, error, refetch, isPending } = useRows((client) =>
    client
      .from("categories")
      .select("id, name, slug, categories(id, name, slug)")
      .is("parent_id", null)
      .order("position"),
  );
  if (error !== null) return <Trouble error={error} what="The departments cannot be shown now." again={refetch} />;
  return (
    <section aria-labelledby="departments">
      <h2 id="departments">Departments</h2>
      <ul className="departments">
        {isPending &&
          Array.from({ length: 8 }, (_, index) => <li key={index} className="skeleton" aria-hidden="true" />)}
        {data?.map(({ id, name, slug, categories }) => (
          <li key={id} className="card">
            <Picture image={`/images/${categories[0]?.slug}/`} attributes={{ colour: hues[id % hues.length] }} />
            <h3>
              <Link to={`/c/${slug}-${id}`} state={{ name }}>
                {name}
              </Link>
            </h3>
            <p className="small soft">
              {categories
                .slice(0, 3)
                .map((one) => one.name)
                .join(", ")}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const hues = ["sage", "ochre", "teal", "terracotta", "indigo", "moss", "rust", "plum"];

function BestSellers() {
  const { data, error, refetch, isPending } = useRows((client) =>
    client
      .from("best_sellers")
      .select(
        "product_id, product!inner(id, name, slug, price, currency, stock, image, attributes, ratings(rating, reviews))",
      )
      .order("sold", { ascending: false })
      .limit(8),
  );
  if (error !== null) return <Trouble error={error} what="What sells best cannot be shown now." again={refetch} />;
  return (
    <section aria-labelledby="best">
      <h2 id="best">What others take home</h2>
      <ul className="products">
        {isPending && <CardSkeletons count={8} />}
        {data?.map(({ product }) => product !== null && <ProductCard key={product.id} product={product} />)}
      </ul>
    </section>
  );
}
