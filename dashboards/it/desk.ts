/** What the page remembers while the reader is on another one. */
export const desk = { cursor: undefined as string | undefined, cursorAt: 0, returning: false };
