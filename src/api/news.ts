import type { ApiParts, News } from './parts.ts';

/** Tells open pages that something changed. */
export function newsDesk(): ApiParts['news'] {
  const listeners = new Set<(news: News) => void>();
  return {
    publish: (news) => listeners.forEach((hear) => hear(news)),
    subscribe(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
