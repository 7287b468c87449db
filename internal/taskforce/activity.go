package taskforce

// ActivityKinds are the kinds of prevention work that the yearly report counts: what the law gives task forces to do besides cases
// (Perpres 69/2008: advocacy, socialisation, training, cooperation).
func ActivityKinds() []string {
	return []string{"advocacy", "socialisation", "training", "cooperation"}
}

// MostPeople bounds how many people one activity can have reached: more is a slip of the thumb.
const MostPeople = 100_000
