/**
 * Does for several at once what may be done together: what is asked for while a group is at work forms the next one.
 *
 * Groups follow each other in the order in which they were asked for; one that fails fails for everything in it, and for
 * nothing else.
 *
 * @param work gets one or more, and answers each in the same order
 */
export function inGroups<One, Answer>(work: (group: readonly One[]) => Promise<readonly Answer[]>): (one: One) => Promise<Answer> {
  let waiting: { readonly one: One; readonly answered: PromiseWithResolvers<Answer> }[] = [];
  let isAtWork = false;
  const workOff = async (): Promise<void> => {
    isAtWork = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        const answers = await work(group.map(({ one }) => one));
        group.forEach(({ answered }, nth) => answered.resolve(answers[nth]!));
      } catch (error) {
        for (const { answered } of group) answered.reject(error);
      }
    }
    isAtWork = false;
  };
  return (one) => {
    const answered = Promise.withResolvers<Answer>();
    waiting.push({ one, answered });
    if (!isAtWork) void workOff();
    return answered.promise;
  };
}
