package flows

// ReadinessPicture begins the name of a picture that a reply asks for like a stored file; the code of a task force follows. The engine
// draws its readiness at the moment of delivery, for whoever may see it.
const ReadinessPicture = "readiness:"

// Gauge is a score with its parts, as a small picture shows them.
type Gauge struct {
	Title string
	Score int
	Of    string
	Parts []GaugePart
	Foot  string
}

// GaugePart is one bar of it.
type GaugePart struct {
	Label       string
	Points, Max int
	Measured    bool
}
