import { loadConfig, type Loaded } from '../../src/config.ts';

/** The configuration of an empty folder, in which a name and a password open the pages, for tests of what lies behind them. */
export function passwordAlone(): Loaded {
  const loaded = loadConfig(undefined);
  return { ...loaded, config: { ...loaded.config, sign_in: { ...loaded.config.sign_in, second_factor: 'offered' } } };
}
