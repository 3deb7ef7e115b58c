/** The file name at the end of a path, whichever way its strokes lean; the path itself where it ends with one. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1) || path;
}
