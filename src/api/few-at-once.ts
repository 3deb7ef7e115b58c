import { FarmwatchError } from '../errors.ts';

/** Does few things at once; others wait, and whoever comes when too many wait is told to come again. */
export interface FewAtOnce {
  /** @param goesFirst before those who wait without, in a line of their own. @throws FarmwatchError `sign-in.slow` where the line is full */
  <T>(act: () => Promise<T>, goesFirst?: boolean): Promise<T>;
}

/**
 * @param atOnce  done at the same time
 * @param waiting the most that wait in each line
 * @param seconds after which whoever finds it full may come again
 */
export function fewAtOnce({ atOnce, waiting, seconds }: { readonly atOnce: number; readonly waiting: number; readonly seconds: number }): FewAtOnce {
  const lines = { first: [] as (() => void)[], others: [] as (() => void)[] };
  let busy = 0;
  const enter = async (line: (() => void)[]): Promise<void> => {
    if (busy < atOnce) {
      busy += 1;
      return;
    }
    if (line.length >= waiting) throw new FarmwatchError('sign-in.slow', { seconds });
    // Whoever leaves hands the place on.
    await new Promise<void>((resolve) => { line.push(resolve); });
  };
  const leave = (): void => {
    const next = lines.first.shift() ?? lines.others.shift();
    if (next) next();
    else busy -= 1;
  };
  return async (act, goesFirst = false) => {
    await enter(goesFirst ? lines.first : lines.others);
    try {
      return await act();
    } finally {
      leave();
    }
  };
}
