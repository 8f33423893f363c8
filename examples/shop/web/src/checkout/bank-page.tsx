// Where the bank leads back to, when it has asked its customer. What he answered is the payment API's to say, not the address's.

import { useState } from "react";
import { Navigate } from "react-router";

export function BankPage() {
  const [order] = useState(() => sessionStorage.getItem("bank"));
  if (order === null || !/^\d{1,15}$/.test(order)) return <Navigate to="/account" replace />;
  return <Navigate to={`/account/orders/${order}?new`} replace />;
}
