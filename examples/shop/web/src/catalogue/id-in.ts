/** The number at the end of an address such as `folk-coffee-mill-6`; 0, which nothing has, where there is none. */
export function idIn(place: string): number {
  return Number(/(\d{1,15})$/.exec(place)?.[1] ?? 0);
}
