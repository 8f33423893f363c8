// How an API is connected to: as every API is.

export { connect } from "../shared/api/connect.ts";
