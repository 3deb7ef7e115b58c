import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SessionView } from '../src/api/contract.ts';

/** Who is signed in; every page but the sign-in has one. */
export const Session = createContext<{ readonly session: SessionView; readonly leave: () => void } | undefined>(undefined);

export function useSession(): { readonly session: SessionView; readonly leave: () => void } {
  const here = useContext(Session);
  if (!here) throw new Error('A page was drawn outside of a session.');
  return here;
}
