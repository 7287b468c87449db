package casework

import "slices"

// Doors lists the offices to which somebody is sent whose case is no trafficking, by the codes of the directory (domain notes §2.1).
func Doors() []string {
	return []string{"disnaker", "bp3mi", "uptd_ppa", "polri110", "dinas_sosial", "mission_hotline", "lpsk", "imigrasi", "lbh", "komdigi"}
}

// IsDoor tells whether a code names one of the offices.
func IsDoor(code string) bool { return slices.Contains(Doors(), code) }
