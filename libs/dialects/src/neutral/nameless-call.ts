/** A call nobody named still needs a name; no tool has this one, so its caller will say so to the model. */
export const namelessCall = 'unknown_function';
