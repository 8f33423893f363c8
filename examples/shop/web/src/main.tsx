import { IsthmusProvider } from "@isthmus/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { App } from "./app.tsx";
import { cache } from "./cache.ts";
import { client } from "./client.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";

const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no #root");
createRoot(root).render(
  <StrictMode>
    <IsthmusProvider client={client} queryClient={cache}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </IsthmusProvider>
  </StrictMode>,
);
