# A release that has broken its promise: a word of the canonical ruling is another.
s/= "satisfied"/= "fulfilled"/
