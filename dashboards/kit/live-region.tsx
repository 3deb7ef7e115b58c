import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const ears = new Set<(text: string) => void>();

/** Says a sentence to people who listen to the page rather than look at it. */
export function say(text: string): void {
  for (const hear of ears) hear(text);
}

/** The one place where such sentences stand; polite, so it never interrupts. */
export function LiveRegion(): JSX.Element {
  const [text, setText] = useState('');
  useEffect(() => {
    ears.add(setText);
    return () => { ears.delete(setText); };
  }, []);
  return <p class="unseen" role="status" aria-live="polite">{text}</p>;
}
