import { useRef, useState } from 'preact/hooks';
import type { Answer } from '../api.ts';

/** One thing at a time on its way to the server: two quick clicks are one. */
export interface Sending {
  /** @returns why it was refused; undefined where it was done, and '' where another is on its way */
  send(work: () => Promise<Answer<unknown>>): Promise<string | undefined>;
  readonly busy: boolean;
  readonly problem: string | undefined;
}

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  // At once, not with the next drawing.
  const under = useRef(false);
  return {
    busy, problem,
    async send(work) {
      if (under.current) return '';
      under.current = true;
      setBusy(true);
      const answer = await work();
      under.current = false;
      setBusy(false);
      const why = answer.ok ? undefined : answer.problem.message;
      setProblem(why);
      return why;
    },
  };
}
