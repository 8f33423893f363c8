// Test cards, by payment method and by number, and what becomes of a payment with them: the public test values of Stripe's documentation.

export interface Card {
  readonly brand: string;
  readonly last4: string;
  readonly outcome:
    | "succeeds"
    | "authenticates"
    | { readonly code: string; readonly decline?: string; readonly message: string };
}

const declined = (decline: string, message = "The card was declined."): Card["outcome"] => ({
  code: "card_declined",
  decline,
  message,
});

const outcomes: Readonly<Record<string, Card["outcome"]>> = {
  "4242424242424242": "succeeds",
  "5555555555554444": "succeeds",
  "378282246310005": "succeeds",
  "4000002760003184": "authenticates",
  "4000002500003155": "authenticates",
  "4000000000003220": "authenticates",
  "4000000000000002": declined("generic_decline"),
  "4000000000009995": declined("insufficient_funds", "The card has insufficient funds."),
  "4000000000009987": declined("lost_card"),
  "4000000000009979": declined("stolen_card"),
  "4000000000000069": { code: "expired_card", message: "The card has expired." },
  "4000000000000127": { code: "incorrect_cvc", message: "The card's security code is incorrect." },
  "4000000000000119": {
    code: "processing_error",
    message: "An error occurred while the card was processed. Try again in a while.",
  },
};

/** Without `visa_`, which some of them have in the middle. */
const methods: Readonly<Record<string, string>> = {
  pm_card_visa: "4242424242424242",
  pm_card_mastercard: "5555555555554444",
  pm_card_amex: "378282246310005",
  pm_card_authenticationRequired: "4000002760003184",
  pm_card_authenticationRequiredOnSetup: "4000002500003155",
  pm_card_threeDSecure2Required: "4000000000003220",
  pm_card_threeDSecureRequired: "4000000000003220",
  pm_card_chargeDeclined: "4000000000000002",
  pm_card_chargeDeclinedInsufficientFunds: "4000000000009995",
  pm_card_chargeDeclinedLostCard: "4000000000009987",
  pm_card_chargeDeclinedStolenCard: "4000000000009979",
  pm_card_chargeDeclinedExpiredCard: "4000000000000069",
  pm_card_chargeDeclinedIncorrectCvc: "4000000000000127",
  pm_card_chargeDeclinedProcessingError: "4000000000000119",
};

/** Undefined: no test card. */
export function cardOf(method: string): Card | undefined {
  const name = method === "pm_card_visa" ? method : method.replace(/^pm_card_visa_/, "pm_card_");
  return Object.hasOwn(methods, name) ? cardByNumber(methods[name] ?? "") : undefined;
}

export function cardByNumber(given: string): Card | undefined {
  const number = given.replaceAll(/[\s-]/g, "");
  const outcome = Object.hasOwn(outcomes, number) ? outcomes[number] : undefined;
  if (outcome === undefined) return undefined;
  const brand = number.startsWith("5") ? "mastercard" : number.startsWith("3") ? "amex" : "visa";
  return { brand, last4: number.slice(-4), outcome };
}
