/** Said of a conference that is not published. */
export const ordersClosed = 'This conference does not take orders at the moment.'
