/** The address of a text that Vite brings along as a file of its own. */
declare module '*.md?url' {
  const address: string;
  export default address;
}
