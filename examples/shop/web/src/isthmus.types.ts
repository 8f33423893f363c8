// Written by `isthmus types`; do not edit. What the configuration's sources hold, as types.

export interface Catalog {
  resources: {
    addresses: {
      fields: {
        id: number;
        customer_id: number;
        label: string;
        recipient: string;
        street: string;
        postal_code: string;
        city: string;
        /** ISO 3166-1 */
        country: string;
      };
      insert: Insert<
        "addresses",
        "recipient" | "street" | "postal_code" | "city" | "country",
        "id" | "customer_id" | "label"
      >;
      update: Update<
        "addresses",
        "id" | "customer_id" | "label" | "recipient" | "street" | "postal_code" | "city" | "country"
      >;
      relations: {
        customer: {
          to: "customers";
          many: false;
          optional: false;
          key: "addresses_customer_id_fkey";
          columns: ["customer_id"];
        };
        orders: { to: "orders"; many: true; key: "orders_address_id_fkey"; columns: ["address_id"] };
      };
      relationships: [
        {
          foreignKeyName: "addresses_customer_id_fkey";
          columns: ["customer_id"];
          isOneToOne: false;
          referencedRelation: "customers";
          referencedColumns: ["id"];
        },
      ];
    };
    best_sellers: {
      fields: {
        product_id: number | null;
        name: string | null;
        category_id: number | null;
        sold: unknown | null;
        revenue: unknown | null;
      };
      insert: never;
      update: never;
      relations: {
        product: { to: "products"; many: false; optional: true; key: "product"; columns: ["product_id"] };
      };
      relationships: [
        {
          foreignKeyName: "product";
          columns: ["product_id"];
          isOneToOne: false;
          referencedRelation: "products";
          referencedColumns: ["id"];
        },
      ];
    };
    categories: {
      fields: {
        id: number;
        /** null at the top of the tree */
        parent_id: number | null;
        name: string;
        /** as it stands in the shop's addresses */
        slug: string;
        /** order among its siblings */
        position: number;
      };
      insert: Insert<"categories", "name" | "slug", "id" | "parent_id" | "position">;
      update: Update<"categories", "id" | "parent_id" | "name" | "slug" | "position">;
      relations: {
        parent: {
          to: "categories";
          many: false;
          optional: true;
          key: "categories_parent_id_fkey";
          columns: ["parent_id"];
        };
        categories: { to: "categories"; many: true; key: "categories_parent_id_fkey"; columns: ["parent_id"] };
        products: { to: "products"; many: true; key: "products_category_id_fkey"; columns: ["category_id"] };
      };
      relationships: [
        {
          foreignKeyName: "categories_parent_id_fkey";
          columns: ["parent_id"];
          isOneToOne: false;
          referencedRelation: "categories";
          referencedColumns: ["id"];
        },
      ];
    };
    coupons: {
      fields: {
        id: number;
        code: string;
        /** of the subtotal */
        percent_off: number;
        valid_from: string;
        /** the last day */
        valid_until: string;
      };
      insert: Insert<"coupons", "code" | "percent_off" | "valid_from" | "valid_until", "id">;
      update: Update<"coupons", "id" | "code" | "percent_off" | "valid_from" | "valid_until">;
      relations: {
        orders: { to: "orders"; many: true; key: "orders_coupon_id_fkey"; columns: ["coupon_id"] };
      };
      relationships: [];
    };
    customers: {
      fields: {
        id: number;
        email: string;
        name: string;
        phone: string | null;
        /** BCP 47 */
        locale: string;
        /** has asked for the newsletter */
        newsletter: boolean;
        created_at: string;
      };
      insert: Insert<"customers", "email" | "name", "id" | "phone" | "locale" | "newsletter" | "created_at">;
      update: Update<"customers", "id" | "email" | "name" | "phone" | "locale" | "newsletter" | "created_at">;
      relations: {
        addresses: { to: "addresses"; many: true; key: "addresses_customer_id_fkey"; columns: ["customer_id"] };
        orders: { to: "orders"; many: true; key: "orders_customer_id_fkey"; columns: ["customer_id"] };
        purchases: { to: "purchases"; many: true; key: "purchases_customer_id_fkey"; columns: ["customer_id"] };
        reviews: { to: "reviews"; many: true; key: "reviews_customer_id_fkey"; columns: ["customer_id"] };
      };
      relationships: [];
    };
    order_items: {
      fields: {
        id: number;
        order_id: number;
        product_id: number;
        quantity: number;
        /** on the day of the order; filled in by a trigger */
        unit_price: number;
      };
      insert: Insert<"order_items", "order_id" | "product_id", "id" | "quantity" | "unit_price">;
      update: Update<"order_items", "id" | "order_id" | "product_id" | "quantity" | "unit_price">;
      relations: {
        order: { to: "orders"; many: false; optional: false; key: "order_items_order_id_fkey"; columns: ["order_id"] };
        product: {
          to: "products";
          many: false;
          optional: false;
          key: "order_items_product_id_fkey";
          columns: ["product_id"];
        };
      };
      relationships: [
        {
          foreignKeyName: "order_items_order_id_fkey";
          columns: ["order_id"];
          isOneToOne: false;
          referencedRelation: "orders";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "order_items_product_id_fkey";
          columns: ["product_id"];
          isOneToOne: false;
          referencedRelation: "products";
          referencedColumns: ["id"];
        },
      ];
    };
    orders: {
      fields: {
        id: number;
        customer_id: number;
        address_id: number;
        coupon_id: number | null;
        status: "pending" | "paid" | "shipped" | "delivered" | "cancelled";
        /** ISO 4217 */
        currency: string;
        /** sum of the items; kept by triggers */
        subtotal: number;
        /** what the coupon took off */
        discount: number;
        shipping: number;
        /** what is paid */
        total: number | null;
        /** from the customer, for the parcel */
        note: string | null;
        /** when it was placed */
        created_at: string;
        /** null until it has left the warehouse */
        shipped_at: string | null;
      };
      insert: Insert<
        "orders",
        "address_id",
        | "id"
        | "customer_id"
        | "coupon_id"
        | "status"
        | "currency"
        | "subtotal"
        | "discount"
        | "shipping"
        | "note"
        | "created_at"
        | "shipped_at"
      >;
      update: Update<
        "orders",
        | "id"
        | "customer_id"
        | "address_id"
        | "coupon_id"
        | "status"
        | "currency"
        | "subtotal"
        | "discount"
        | "shipping"
        | "note"
        | "created_at"
        | "shipped_at"
      >;
      relations: {
        order_items: { to: "order_items"; many: true; key: "order_items_order_id_fkey"; columns: ["order_id"] };
        address: {
          to: "addresses";
          many: false;
          optional: false;
          key: "orders_address_id_fkey";
          columns: ["address_id"];
        };
        coupon: { to: "coupons"; many: false; optional: true; key: "orders_coupon_id_fkey"; columns: ["coupon_id"] };
        customer: {
          to: "customers";
          many: false;
          optional: false;
          key: "orders_customer_id_fkey";
          columns: ["customer_id"];
        };
        purchases: {
          to: "purchases";
          many: false;
          optional: true;
          key: "purchases_order_id_fkey";
          columns: ["order_id"];
        };
      };
      relationships: [
        {
          foreignKeyName: "orders_address_id_fkey";
          columns: ["address_id"];
          isOneToOne: false;
          referencedRelation: "addresses";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "orders_coupon_id_fkey";
          columns: ["coupon_id"];
          isOneToOne: false;
          referencedRelation: "coupons";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "orders_customer_id_fkey";
          columns: ["customer_id"];
          isOneToOne: false;
          referencedRelation: "customers";
          referencedColumns: ["id"];
        },
      ];
    };
    product_ratings: {
      fields: {
        product_id: number | null;
        reviews: unknown | null;
        rating: unknown | null;
      };
      insert: never;
      update: never;
      relations: {};
      relationships: [];
    };
    product_tags: {
      fields: {
        product_id: number;
        tag_id: number;
      };
      insert: Insert<"product_tags", "product_id" | "tag_id", never>;
      update: Update<"product_tags", "product_id" | "tag_id">;
      relations: {
        product: {
          to: "products";
          many: false;
          optional: false;
          key: "product_tags_product_id_fkey";
          columns: ["product_id"];
        };
        tag: { to: "tags"; many: false; optional: false; key: "product_tags_tag_id_fkey"; columns: ["tag_id"] };
      };
      relationships: [
        {
          foreignKeyName: "product_tags_product_id_fkey";
          columns: ["product_id"];
          isOneToOne: false;
          referencedRelation: "products";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "product_tags_tag_id_fkey";
          columns: ["tag_id"];
          isOneToOne: false;
          referencedRelation: "tags";
          referencedColumns: ["id"];
        },
      ];
    };
    products: {
      fields: {
        id: number;
        category_id: number;
        /** stock keeping unit, as printed on the shelf */
        sku: string;
        name: string;
        /** as it stands in the shop's addresses */
        slug: string;
        description: string;
        /** for one, tax included */
        price: number;
        /** ISO 4217 */
        currency: string;
        /** on hand in all warehouses together; kept by triggers */
        stock: number;
        /** in grams, packed */
        weight: number | null;
        /** colour, material, size: differs by category */
        attributes: unknown;
        /** path of the picture, below the shop's own origin */
        image: string | null;
        /** visible to everyone */
        published: boolean;
        created_at: string;
        updated_at: string;
      };
      insert: Insert<
        "products",
        "category_id" | "sku" | "name" | "slug" | "price",
        | "id"
        | "description"
        | "currency"
        | "stock"
        | "weight"
        | "attributes"
        | "image"
        | "published"
        | "created_at"
        | "updated_at"
      >;
      update: Update<
        "products",
        | "id"
        | "category_id"
        | "sku"
        | "name"
        | "slug"
        | "description"
        | "price"
        | "currency"
        | "stock"
        | "weight"
        | "attributes"
        | "image"
        | "published"
        | "created_at"
        | "updated_at"
      >;
      relations: {
        order_items: { to: "order_items"; many: true; key: "order_items_product_id_fkey"; columns: ["product_id"] };
        product_tags: { to: "product_tags"; many: true; key: "product_tags_product_id_fkey"; columns: ["product_id"] };
        tags: {
          to: "tags";
          many: true;
          key: "product_tags_product_id_fkey";
          through: "product_tags";
          columns: ["product_id"];
        };
        category: {
          to: "categories";
          many: false;
          optional: false;
          key: "products_category_id_fkey";
          columns: ["category_id"];
        };
        reviews: { to: "reviews"; many: true; key: "reviews_product_id_fkey"; columns: ["product_id"] };
        stock_levels: { to: "stock_levels"; many: true; key: "stock_levels_product_id_fkey"; columns: ["product_id"] };
        warehouses: {
          to: "warehouses";
          many: true;
          key: "stock_levels_product_id_fkey";
          through: "stock_levels";
          columns: ["product_id"];
        };
        ratings: { to: "product_ratings"; many: false; optional: true; key: "ratings"; columns: ["id"] };
      };
      relationships: [
        {
          foreignKeyName: "products_category_id_fkey";
          columns: ["category_id"];
          isOneToOne: false;
          referencedRelation: "categories";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "ratings";
          columns: ["id"];
          isOneToOne: false;
          referencedRelation: "product_ratings";
          referencedColumns: ["product_id"];
        },
      ];
    };
    purchases: {
      fields: {
        order_id: number;
        customer_id: number;
        /** the Idempotency-Key under which it was asked for */
        request_key: string | null;
        state: "reserved" | "authenticating" | "authorised" | "booked" | "paid" | "done" | "undoing" | "undone";
        /** of the carrier */
        service: string;
        /** a token of the payment API's, never a card's number */
        payment_method: string;
        /** at the payment API */
        payment_id: string | null;
        /** at the carrier's */
        tracking_number: string | null;
        /** why it was undone, for the customer */
        problem: string | null;
        busy_until: number;
        /** milliseconds since 1970; until then somebody is at work on it */
        return_url: string | null;
      };
      insert: Insert<
        "purchases",
        "customer_id" | "service" | "payment_method",
        | "order_id"
        | "request_key"
        | "state"
        | "payment_id"
        | "tracking_number"
        | "problem"
        | "busy_until"
        | "return_url"
      >;
      update: Update<
        "purchases",
        | "order_id"
        | "customer_id"
        | "request_key"
        | "state"
        | "service"
        | "payment_method"
        | "payment_id"
        | "tracking_number"
        | "problem"
        | "busy_until"
        | "return_url"
      >;
      relations: {
        customer: {
          to: "customers";
          many: false;
          optional: false;
          key: "purchases_customer_id_fkey";
          columns: ["customer_id"];
        };
        order: { to: "orders"; many: false; optional: false; key: "purchases_order_id_fkey"; columns: ["order_id"] };
      };
      relationships: [
        {
          foreignKeyName: "purchases_customer_id_fkey";
          columns: ["customer_id"];
          isOneToOne: false;
          referencedRelation: "customers";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "purchases_order_id_fkey";
          columns: ["order_id"];
          isOneToOne: true;
          referencedRelation: "orders";
          referencedColumns: ["id"];
        },
      ];
    };
    reviews: {
      fields: {
        id: number;
        product_id: number;
        customer_id: number;
        /** stars */
        rating: number;
        title: string;
        body: string;
        created_at: string;
      };
      insert: Insert<"reviews", "product_id" | "rating" | "title", "id" | "customer_id" | "body" | "created_at">;
      update: Update<"reviews", "id" | "product_id" | "customer_id" | "rating" | "title" | "body" | "created_at">;
      relations: {
        customer: {
          to: "customers";
          many: false;
          optional: false;
          key: "reviews_customer_id_fkey";
          columns: ["customer_id"];
        };
        product: {
          to: "products";
          many: false;
          optional: false;
          key: "reviews_product_id_fkey";
          columns: ["product_id"];
        };
      };
      relationships: [
        {
          foreignKeyName: "reviews_customer_id_fkey";
          columns: ["customer_id"];
          isOneToOne: false;
          referencedRelation: "customers";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "reviews_product_id_fkey";
          columns: ["product_id"];
          isOneToOne: false;
          referencedRelation: "products";
          referencedColumns: ["id"];
        },
      ];
    };
    stock_levels: {
      fields: {
        product_id: number;
        warehouse_id: number;
        quantity: number;
        /** below this, more are ordered */
        reorder_at: number;
      };
      insert: Insert<"stock_levels", "product_id" | "warehouse_id", "quantity" | "reorder_at">;
      update: Update<"stock_levels", "product_id" | "warehouse_id" | "quantity" | "reorder_at">;
      relations: {
        product: {
          to: "products";
          many: false;
          optional: false;
          key: "stock_levels_product_id_fkey";
          columns: ["product_id"];
        };
        warehouse: {
          to: "warehouses";
          many: false;
          optional: false;
          key: "stock_levels_warehouse_id_fkey";
          columns: ["warehouse_id"];
        };
      };
      relationships: [
        {
          foreignKeyName: "stock_levels_product_id_fkey";
          columns: ["product_id"];
          isOneToOne: false;
          referencedRelation: "products";
          referencedColumns: ["id"];
        },
        {
          foreignKeyName: "stock_levels_warehouse_id_fkey";
          columns: ["warehouse_id"];
          isOneToOne: false;
          referencedRelation: "warehouses";
          referencedColumns: ["id"];
        },
      ];
    };
    tags: {
      fields: {
        id: number;
        name: string;
      };
      insert: Insert<"tags", "name", "id">;
      update: Update<"tags", "id" | "name">;
      relations: {
        product_tags: { to: "product_tags"; many: true; key: "product_tags_tag_id_fkey"; columns: ["tag_id"] };
        products: {
          to: "products";
          many: true;
          key: "product_tags_tag_id_fkey";
          through: "product_tags";
          columns: ["tag_id"];
        };
      };
      relationships: [];
    };
    warehouses: {
      fields: {
        id: number;
        name: string;
        city: string;
        /** ISO 3166-1 */
        country: string;
      };
      insert: Insert<"warehouses", "name" | "city" | "country", "id">;
      update: Update<"warehouses", "id" | "name" | "city" | "country">;
      relations: {
        stock_levels: {
          to: "stock_levels";
          many: true;
          key: "stock_levels_warehouse_id_fkey";
          columns: ["warehouse_id"];
        };
        products: {
          to: "products";
          many: true;
          key: "stock_levels_warehouse_id_fkey";
          through: "stock_levels";
          columns: ["warehouse_id"];
        };
      };
      relationships: [];
    };
  };
  operations: {
    "payments.cancel": { parameters: { id: string | null }; result: unknown | null };
    "payments.capture": { parameters: { id: string | null }; result: unknown | null };
    "payments.create": {
      parameters: {
        amount: number | null;
        currency: string | null;
        payment_method: string | null;
        capture_method?: string | null;
        confirm?: boolean | null;
        description?: string | null;
        return_url?: string | null;
      };
      result: unknown | null;
    };
    "payments.intent": { parameters: { id: string | null }; result: unknown | null };
    "payments.refund": { parameters: { payment_intent: string | null }; result: unknown | null };
    /** Gives a label back that has not been used. */
    "shipping.cancelLabel": { parameters: { trackingNumber: string | null }; result: boolean | null };
    /** Books a shipment; the label is a PDF. */
    "shipping.createLabel": {
      parameters: {
        service: "STANDARD" | "EXPRESS" | "PICKUP" | null;
        to: {
          name: string | null;
          street: string | null;
          postcode: string | null;
          city: string | null;
          country: string | null;
        } | null;
        parcel: { grams: number | null; reference: string | null }[] | null;
      };
      result: { trackingNumber: string | null; price: number | null; currency: string | null; label: string | null };
    };
    /** What each service costs, and how many days it takes. */
    "shipping.getRates": {
      parameters: {
        to: {
          name: string | null;
          street: string | null;
          postcode: string | null;
          city: string | null;
          country: string | null;
        } | null;
        parcel: { grams: number | null; reference: string | null }[] | null;
      };
      result: {
        service: "STANDARD" | "EXPRESS" | "PICKUP" | null;
        price: number | null;
        currency: string | null;
        days: number | null;
      }[];
    };
    /** Where a shipment is. */
    "shipping.track": {
      parameters: { trackingNumber: string | null };
      result: {
        status: string | null;
        event: { time: string | null; status: string | null; place: string | null }[] | null;
      };
    };
    "mail.send": {
      parameters: { from: string | null; to: string | null; subject: string | null; text: string | null };
      result: unknown | null;
    };
    /** Calls one of your orders off, as long as it has not been shipped. */
    "cancel-order": { parameters: { order_id: number }; result: { order_id: number; status: "cancelled" | "pending" } };
    /** Buys what is in a basket. Send an `Idempotency-Key`, and repeat the request under it until it is answered. */
    checkout: {
      parameters: {
        items: { product_id: number; quantity: number }[];
        address_id: number;
        service: string;
        payment_method: string;
        note?: string;
        return_url?: string;
      };
      result: {
        order_id: number;
        status: "paid" | "pending" | "action";
        total: number;
        currency: string;
        tracking_number: string | null;
        action_url: string | null;
      };
    };
    /** Goes on with one of your orders that waited for your bank or for somebody else, and tells how far it is. */
    "finish-order": {
      parameters: { order_id: number };
      result: {
        order_id: number;
        status: "paid" | "pending" | "action";
        total: number;
        currency: string;
        tracking_number: string | null;
        action_url: string | null;
      };
    };
    /** What shipping a basket to one of your addresses costs, by the carrier's services. */
    "quote-shipping": {
      parameters: { items: { product_id: number; quantity: number }[]; address_id: number };
      result: { service: string; price: number; currency: string; days: number }[];
    };
    /** Finishes purchases that wait: fifty at a time, the oldest first. To be called every minute. */
    "settle-orders": { parameters: {}; result: { settled: number; waiting: number } };
    /** Your roles, and the number of the customer you are. */
    "who-am-i": { parameters: {}; result: { roles: string[]; customer: number | null } };
  };
}

/** One record of a resource: `RecordOf<"orders">`. */
export type RecordOf<Id extends keyof Catalog["resources"]> = Catalog["resources"][Id]["fields"];

type Insert<Id extends keyof Catalog["resources"], Needed, Optional> = {
  [Name in keyof RecordOf<Id> & Needed]: RecordOf<Id>[Name];
} & { [Name in keyof RecordOf<Id> & Optional]?: RecordOf<Id>[Name] };
type Update<Id extends keyof Catalog["resources"], Names> = {
  [Name in keyof RecordOf<Id> & Names]?: RecordOf<Id>[Name];
};

/** The same for `@supabase/postgrest-js` by itself: `new PostgrestClient<Database>(url)`. */
export interface Database {
  public: {
    Tables: {
      [Id in keyof Catalog["resources"]]: {
        Row: Catalog["resources"][Id]["fields"];
        Insert: Catalog["resources"][Id]["insert"];
        Update: Catalog["resources"][Id]["update"];
        Relationships: Catalog["resources"][Id]["relationships"];
      };
    };
    Views: {};
    Functions: {
      [Id in keyof Catalog["operations"]]: Catalog["operations"][Id] extends {
        parameters: infer Args;
        result: infer Returns;
      }
        ? { Args: Args; Returns: Returns }
        : never;
    };
  };
}

/** Keys and relations for programs: `createClient<Catalog>({ url, shape })` keeps caches exactly. */
export const shape = {
  addresses: { key: ["id"], relations: { customer: "customers", orders: "orders" } },
  best_sellers: { key: [], relations: { product: "products" } },
  categories: { key: ["id"], relations: { parent: "categories", categories: "categories", products: "products" } },
  coupons: { key: ["id"], relations: { orders: "orders" } },
  customers: {
    key: ["id"],
    relations: { addresses: "addresses", orders: "orders", purchases: "purchases", reviews: "reviews" },
  },
  order_items: { key: ["id"], relations: { order: "orders", product: "products" } },
  orders: {
    key: ["id"],
    relations: {
      order_items: "order_items",
      address: "addresses",
      coupon: "coupons",
      customer: "customers",
      purchases: "purchases",
    },
  },
  product_ratings: { key: [], relations: {} },
  product_tags: { key: ["product_id", "tag_id"], relations: { product: "products", tag: "tags" } },
  products: {
    key: ["id"],
    relations: {
      order_items: "order_items",
      product_tags: "product_tags",
      tags: "tags",
      category: "categories",
      reviews: "reviews",
      stock_levels: "stock_levels",
      warehouses: "warehouses",
      ratings: "product_ratings",
    },
  },
  purchases: { key: ["order_id"], relations: { customer: "customers", order: "orders" } },
  reviews: { key: ["id"], relations: { customer: "customers", product: "products" } },
  stock_levels: { key: ["product_id", "warehouse_id"], relations: { product: "products", warehouse: "warehouses" } },
  tags: { key: ["id"], relations: { product_tags: "product_tags", products: "products" } },
  warehouses: { key: ["id"], relations: { stock_levels: "stock_levels", products: "products" } },
} as const;
