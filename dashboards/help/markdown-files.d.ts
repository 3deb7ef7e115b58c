/** The text of a guide, as Vite brings it along. */
declare module '*.md?raw' {
  const text: string;
  export default text;
}
