import { chinese } from './sentences/chinese.laws.js';
import { european } from './sentences/european.laws.js';
import { japanese } from './sentences/japanese.laws.js';
import { korean } from './sentences/korean.laws.js';
import { scripts } from './sentences/scripts.laws.js';

/** Sentences of our own by language: news, recipes, letters, dialogue, manuals. */
export const sentences: Readonly<Record<string, readonly string[]>> = {
  ...european,
  ...{ chinese, japanese, korean },
  ...scripts,
};
