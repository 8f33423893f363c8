// LIKE of documents, tried here.

import { isLike as matches } from "../shared/like.ts";

export function isLike(text: string, pattern: string, folds: boolean): boolean {
  return folds ? matches(text.toLowerCase(), pattern.toLowerCase()) : matches(text, pattern);
}
