import accessors from '@duckdb/node-api/lib/vectors/dataAccessors.js';

/**
 * Has the client of the engine read texts to the last character.
 *
 * Its decoder takes a byte-order mark at the beginning of a text for no part of it. Then "\ufeffanydesk.exe", which anybody can
 * call a program, would be read as "anydesk.exe": two texts with one meaning, of which a question finds the rows of one alone.
 */
Object.defineProperty(accessors, 'textDecoder', { value: new TextDecoder('utf-8', { ignoreBOM: true }) });
