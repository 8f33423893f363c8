// The whole truth about what the shop serves, and to whom.

import { claim, defineConfig, http, secret, soap, sqlite } from "isthmus";

export default defineConfig({
  sources: {
    shop: sqlite({ file: "shop.db", migrations: "./migrations" }),

    // Other people's APIs, which functions/ calls as the system. They are answered by the sandbox here, also by `npm start`: no
    // account is needed, and no money moves. Without `sandbox` they are called for real, with the secrets of the environment.
    payments: http({
      server: "https://api.stripe.com",
      auth: { bearer: secret("PAYMENTS_KEY") },
      idempotency: { header: "Idempotency-Key" },
      timeout: 4_000,
      attemptTimeout: 3_000,
      calls: {
        create: {
          request: "POST /v1/payment_intents",
          body: "form",
          input: {
            amount: { type: "integer", required: true },
            currency: { type: "string", required: true },
            payment_method: { type: "string", required: true },
            capture_method: { type: "string" },
            confirm: { type: "boolean" },
            description: { type: "string" },
            return_url: { type: "string" },
          },
        },
        intent: { request: "GET /v1/payment_intents/{id}", input: { id: { type: "string" } } },
        capture: { request: "POST /v1/payment_intents/{id}/capture", body: "form", input: { id: { type: "string" } } },
        cancel: { request: "POST /v1/payment_intents/{id}/cancel", body: "form", input: { id: { type: "string" } } },
        refund: {
          request: "POST /v1/refunds",
          body: "form",
          input: { payment_intent: { type: "string", required: true } },
        },
      },
      sandbox: { when: "always" },
    }),
    shipping: soap({
      wsdl: "./apis/shipping.wsdl",
      reads: ["getRates"],
      timeout: 4_000,
      sandbox: { when: "always" },
    }),
    mail: http({
      server: "https://api.resend.com",
      auth: { bearer: secret("MAIL_KEY") },
      idempotency: { header: "Idempotency-Key" },
      timeout: 4_000,
      calls: {
        send: {
          request: "POST /emails",
          input: {
            from: { type: "string", required: true },
            to: { type: "string", required: true },
            subject: { type: "string", required: true },
            text: { type: "string", required: true },
          },
        },
      },
      sandbox: { when: "always" },
    }),
  },

  // SQLite does not tell where the columns of a view come from.
  relations: {
    "products.ratings": { to: "product_ratings", match: { id: "product_id" }, one: true },
    "best_sellers.product": { to: "products", match: { product_id: "id" }, one: true },
  },

  auth: {
    // `npm start` makes one for development; `node token.ts customer 17` prints a token that is signed with it.
    jwt: { secret: secret("SHOP_JWT_SECRET") },

    // People who sign in are customers, each with his row in `customers`; those who work here are given `staff` by name.
    users: {
      roles: ["customer"],
      record: {
        resource: "customers",
        match: { email: "email" },
        insert: { email: "email", name: "name" },
        claim: "customer",
      },
    },
  },

  // The storefront, as `npm start` has built it.
  server: { site: "./web/dist" },

  roles: {
    // Whoever comes in from the street sees what is on the shelves.
    anonymous: {
      categories: { read: true },
      tags: { read: true },
      product_tags: { read: { where: { product: { published: true } } } },
      products: {
        read: {
          fields: [
            "id",
            "category_id",
            "name",
            "slug",
            "description",
            "price",
            "currency",
            "stock",
            "attributes",
            "image",
            "created_at",
          ],
          where: { published: true },
        },
      },
      reviews: {
        read: {
          fields: ["id", "product_id", "rating", "title", "body", "created_at"],
          where: { product: { published: true } },
        },
      },
      product_ratings: { read: true },
      best_sellers: { read: { fields: ["product_id", "name", "category_id", "sold"] } },
    },

    // A customer also sees what is his own, and may order, review, and keep his addresses. The claim
    // `customer` is his id: of who signs in by `record` above, of a token for development as it says.
    customer: {
      extends: ["anonymous"],
      customers: {
        read: { where: { id: claim("customer") } },
        update: { where: { id: claim("customer") }, fields: ["name", "phone", "locale", "newsletter"] },
      },
      addresses: {
        read: { where: { customer_id: claim("customer") } },
        insert: {
          fields: ["label", "recipient", "street", "postal_code", "city", "country"],
          set: { customer_id: claim("customer") },
        },
        update: {
          where: { customer_id: claim("customer") },
          fields: ["label", "recipient", "street", "postal_code", "city", "country"],
        },
        delete: { where: { customer_id: claim("customer") } },
      },
      // What has been bought can still be seen when it is sold no more.
      products: {
        read: {
          fields: ["id", "category_id", "name", "slug", "description", "price", "currency", "image"],
          where: { order_items: { order: { customer_id: claim("customer") } } },
        },
      },
      orders: {
        read: { where: { customer_id: claim("customer") } },
        insert: {
          fields: ["address_id", "note"],
          set: { customer_id: claim("customer"), status: "pending" },
          check: { address: { customer_id: claim("customer") } },
        },
        // Until it is bought, an order may be changed or called off: what `checkout` has begun to charge for stays as it is.
        update: {
          where: { customer_id: claim("customer"), status: "pending", not: { purchases: {} } },
          fields: ["address_id", "note", "status"],
          check: { address: { customer_id: claim("customer") }, status: { in: ["pending", "cancelled"] } },
        },
      },
      // How far his purchases have come; they are made by functions/checkout.ts.
      purchases: {
        read: {
          fields: ["order_id", "request_key", "state", "service", "tracking_number", "problem"],
          where: { order: { customer_id: claim("customer") } },
        },
      },
      order_items: {
        read: { where: { order: { customer_id: claim("customer") } } },
        // The price is filled in by the database.
        insert: {
          fields: ["order_id", "product_id", "quantity"],
          check: {
            order: { customer_id: claim("customer"), status: "pending", not: { purchases: {} } },
            product: { published: true },
          },
        },
        delete: { where: { order: { customer_id: claim("customer"), status: "pending", not: { purchases: {} } } } },
      },
      reviews: {
        read: { where: { customer_id: claim("customer") } },
        // Only of what has been bought and delivered.
        insert: {
          fields: ["product_id", "rating", "title", "body"],
          set: { customer_id: claim("customer") },
          check: { product: { order_items: { order: { customer_id: claim("customer"), status: "delivered" } } } },
        },
        update: { where: { customer_id: claim("customer") }, fields: ["rating", "title", "body"] },
        delete: { where: { customer_id: claim("customer") } },
      },
    },

    // Those who work here see everything; what is sold and paid is corrected, never deleted.
    staff: {
      "*": { read: { aggregate: true }, insert: true, update: true },
      orders: {
        read: { aggregate: true },
        update: { fields: ["address_id", "status", "shipping", "discount", "note", "shipped_at"] },
      },
      order_items: { read: { aggregate: true } },
      purchases: { read: { aggregate: true, except: ["payment_method", "request_key"] } },
      customers: { read: { aggregate: true }, update: { except: ["id", "created_at"] } },
      product_tags: { read: true, insert: true, delete: true },
      reviews: { read: { aggregate: true }, delete: true },
    },
  },
});
