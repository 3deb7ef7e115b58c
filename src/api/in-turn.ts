/** Does one thing after the other, in the order in which they were asked for: of two people who act at once one is first. */
export function inTurn(): <T>(act: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  };
}
