import { createContext, type JSX } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { percent } from './format.ts';
import { say } from './live-region.tsx';

/** Band and words come first; the chance stands one step behind, until the reader asks for it. */
const Shown = createContext({ shown: false, toggle: (): void => {} });
const KEY = 'farmwatch.chance';

/** Whether chances are shown, and the way to change that. */
export const useChance = (): { readonly shown: boolean; readonly toggle: () => void } => useContext(Shown);

export function ChanceProvider({ children }: { readonly children: JSX.Element }): JSX.Element {
  const [shown, setShown] = useState(remembered);
  const toggle = (): void => {
    setShown(!shown);
    try { sessionStorage.setItem(KEY, shown ? 'no' : 'yes'); } catch { /* then it lasts for this page */ }
    say(shown ? 'Chances hidden.' : 'Chances shown.');
  };
  return <Shown.Provider value={{ shown, toggle }}>{children}</Shown.Provider>;
}

/** A chance beside its band; nothing while chances are hidden. */
export function Chance({ of }: { readonly of: number }): JSX.Element | null {
  return useChance().shown ? <span class="pc">{percent(of)}</span> : null;
}

/** The button that the `%` key presses. */
export function ChanceButton(): JSX.Element {
  const { shown, toggle } = useChance();
  return <button class="btn" type="button" aria-pressed={shown} onClick={toggle}>{shown ? 'Hide chance' : 'Show chance'} <kbd aria-hidden="true">%</kbd></button>;
}

function remembered(): boolean {
  try { return sessionStorage.getItem(KEY) === 'yes'; } catch { return false; }
}
