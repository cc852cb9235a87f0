import type { ToolForm } from './ask.js';

/** The `form` of a tool call's start, left out where it is a function. */
export function formOf(form: ToolForm | undefined): { readonly form?: ToolForm } {
  return form === undefined || form === 'function' ? {} : { form };
}
