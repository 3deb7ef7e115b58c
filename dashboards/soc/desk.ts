/** What the queue remembers while the reader is on another page, so that `Esc` leads back to where they were. */
export const desk = {
  /** Row under the cursor. */
  cursor: undefined as string | undefined,
  /** Where in the list that row stood, should it be gone by then. */
  cursorAt: 0,
  /** Give the focus to the cursor's row when the queue comes back. */
  returning: false,
  /** Focus the search field when the queue comes back. */
  searching: false,
  /** The queue with its view and filters. */
  queueHref: '/',
  selected: new Set<string>(),
  allWatched: false,
};
