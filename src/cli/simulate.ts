import type { CommandIo } from './io.ts';
export async function simulateInto(_options: { readonly seed: string; readonly people: string; readonly days: string; readonly farms: string; readonly until: string; readonly out: string }, io: CommandIo): Promise<void> { io.err('pending'); }
