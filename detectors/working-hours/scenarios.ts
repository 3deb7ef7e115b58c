import { owning } from '../../src/simulate/owned.ts';
import { carerStory, coupleStory, farmStory, jigglerStory, nightOwlStory, travellerStory, type Story } from '../../src/simulate/story.ts';

/** A couple that works from home, of whom an identity provider tells sign-ins and nothing else tells anything, with no agreed hours on record. */
const signInsOnly = (oneSignInADay: number): Story => {
  const told = coupleStory({ others: 4, days: 56, knobs: { oneSignInADay } });
  const people = told.tables.people.map(({ work_hours: _, ...row }) => row);
  return { ...told, ...owning(told, ['identity-provider']), tables: { ...told.tables, people } };
};

/** Simulated companies, with the weight that some subject reaches or every subject stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly someReaches?: number; readonly staysBelow?: number; readonly neverBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm whose operators keep the hours of their own country', story: () => farmStory({ laptops: 4, style: 'software', hours: 'own', others: 4 }), someReaches: 1.5 },
  { tells: 'a farm that keeps US hours: not identifiable by the clock', story: () => farmStory({ laptops: 4, style: 'software', hours: 'us', others: 4 }), staysBelow: 1 },
  { tells: 'a carer', story: () => carerStory({ others: 4 }), staysBelow: 2.1 },
  { tells: 'a night owl, at the ceiling at most', story: () => nightOwlStory({ others: 4 }), staysBelow: 2.1 },
  { tells: 'a jiggler', story: () => jigglerStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'people who are asked for a sign-in once a day, as work begins', story: () => signInsOnly(1), staysBelow: 0.01, neverBelow: 0 },
  { tells: 'people who sign in whenever they are at it', story: () => signInsOnly(0), staysBelow: 0 },
  { tells: 'a trip that was entered', story: () => travellerStory({ others: 4 }), staysBelow: 0.5 },
];
