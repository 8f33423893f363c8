// The cards that the simulated payment API knows. A real shop shows its payment provider's own form here, which gives a
// token of the same kind; no card's number ever comes to the shop.

export const cards = [
  { token: "pm_card_visa", title: "Visa •••• 4242", says: "Pays at once" },
  { token: "pm_card_threeDSecure2Required", title: "Visa •••• 3220", says: "The bank asks first (3-D Secure)" },
  { token: "pm_card_chargeDeclinedInsufficientFunds", title: "Visa •••• 9995", says: "Declined: not enough money" },
  { token: "pm_card_chargeDeclinedExpiredCard", title: "Visa •••• 0069", says: "Declined: expired" },
] as const;
