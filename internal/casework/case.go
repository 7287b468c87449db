package casework

import (
	"strings"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Status is where a case stands.
type Status string

// The states of a case. See machine.go for the moves between them.
const (
	New      Status = "new"      // opened but not referred yet; only between Open and the first Refer, never stored
	Offered  Status = "offered"  // a task force has been asked, nobody has accepted yet
	Accepted Status = "accepted" // a seat owns it
	Closing  Status = "closing"  // closing is proposed, a second seat must confirm
	Closed   Status = "closed"
	Merged   Status = "merged" // joined with another case, see Join; what its reporter says goes there
)

// SeatID names a seat of a task force (rights belong to seats, not to persons), e.g. "53.02/duty/1".
type SeatID string

// TaskForce is the code of the task force the seat belongs to: the part before the first slash.
func (s SeatID) TaskForce() region.Code {
	tf, _, _ := strings.Cut(string(s), "/")
	return region.Code(tf)
}

// ReferralStatus is where a referral stands.
type ReferralStatus string

// A referral ends in one of the four last states; then the case has a next referral or is closed.
const (
	ReferralOffered  ReferralStatus = "offered"
	ReferralAccepted ReferralStatus = "accepted"
	ReferralRefused  ReferralStatus = "refused"
	ReferralLapsed   ReferralStatus = "lapsed"
	ReferralHanded   ReferralStatus = "handed_over"
	ReferralRerouted ReferralStatus = "rerouted" // the place became known, or the task force must not see it
	ReferralDecided  ReferralStatus = "decided"  // after a second refusal the province or pusat named who takes it
	ReferralUnbegun  ReferralStatus = "unbegun"  // accepted, but nothing followed in time
	ReferralJoined   ReferralStatus = "joined"   // the case was joined with another
)

// Referral is one offer of the case to one task force.
type Referral struct {
	N          int         // 1 for the first of the case
	To         region.Code // task force, "00" for pusat
	Status     ReferralStatus
	OfferedAt  time.Time
	Deadline   time.Time // when it lapses if nobody accepts
	AcceptedAt time.Time
	AcceptedBy SeatID
	EndedAt    time.Time
	Reason     string // code, with refused and handed over
	Next       region.Code
	Why        string      // message key: why this task force
	Decide     bool        // the one asked decides who takes the case, see Decide
	Ruled      region.Code // who decided that this task force takes it, which then cannot refuse; empty: nobody
	Warned     int         // warnings given so far while it was not accepted, and later while nothing followed
	WarnedAt   time.Time   // the newest of them
	BegunAt    time.Time   // first deed of the owner after accepting: read, asked, noted
	Alarms     int         // how often the alarm was raised anew since the deadline, see Renew
	AlarmedAt  time.Time   // the newest of these
	Again      time.Time   // when it is raised next
}

// Due is when the clock of an offer runs out: at its deadline, or when the alarm is raised anew.
func (r Referral) Due() time.Time {
	if r.Alarms > 0 {
		return r.Again
	}
	return r.Deadline
}

// Support is a task force that helps and sees only the fields named.
type Support struct {
	To  region.Code
	See []string // field codes: "places", "form", "child", "home" ...
	Why string   // message key
}

// Exclusion keeps the case from a task force or seat that must never see it.
type Exclusion struct {
	TaskForce region.Code
	Seat      SeatID // empty: the whole task force
	Why       string // message key
}

// MilestoneKind follows the task forces' legal duties (UU 21/2007 art. 58; domain notes).
type MilestoneKind string

// The protection track, then the law-enforcement track.
const (
	Received      MilestoneKind = "received"
	Assessed      MilestoneKind = "assessed"
	Safe          MilestoneKind = "safe"
	Protected     MilestoneKind = "protected"
	Health        MilestoneKind = "health"
	Social        MilestoneKind = "social"
	Repatriated   MilestoneKind = "repatriated"
	Reintegrated  MilestoneKind = "reintegrated"
	PoliceReport  MilestoneKind = "police_report"
	Investigation MilestoneKind = "investigation"
	Prosecution   MilestoneKind = "prosecution"
	Verdict       MilestoneKind = "verdict"
	Restitution   MilestoneKind = "restitution"
)

// Milestones lists all kinds in order.
func Milestones() []MilestoneKind {
	return []MilestoneKind{Received, Assessed, Safe, Protected, Health, Social, Repatriated, Reintegrated,
		PoliceReport, Investigation, Prosecution, Verdict, Restitution}
}

// Milestone is one step reached.
type Milestone struct {
	Kind   MilestoneKind
	At     time.Time // when it was noted
	By     SeatID
	Note   private.Text
	On     time.Time     // the first moment of the day it happened, by the owner's wall; zero: the day of At
	Early  private.Text  // why that day lies before the report
	Tell   bool          // the reporter is told of it, in plain words
	ToldAt time.Time     // when the reporter read it
	Next   MilestoneKind // what was to come next, if that was said after it
	Due    time.Time     // until when, with Next
}

// Question is one question of an officer to the reporter, with its answer.
type Question struct {
	N          int
	Code       string       // of a standard question, which the reporter reads in the reporter's language; empty: typed
	Text       private.Text // as officers read it
	By         SeatID
	AskedAt    time.Time
	OpenedAt   time.Time // when the reporter read it
	Answer     private.Text
	Reply      string // code of the standard answer, empty: typed
	Files      []string
	AnsweredAt time.Time
}

// CloseReason is a reason code for closing.
type CloseReason string

// The reasons offered. NotTPPO leads to a named next door, never to an end.
const (
	CloseHandled   CloseReason = "handled"
	CloseNotTPPO   CloseReason = "not_tppo"
	CloseDuplicate CloseReason = "duplicate"
	CloseNoReach   CloseReason = "no_reach"
	CloseWithdrawn CloseReason = "withdrawn"
)

// CloseReasons lists the reasons in the order shown.
func CloseReasons() []CloseReason {
	return []CloseReason{CloseHandled, CloseNotTPPO, CloseDuplicate, CloseNoReach, CloseWithdrawn}
}

// Case is a report under work: one owner at a time, its whole history with it.
type Case struct {
	ID         string // 128 random bits, never shown
	Code       string // short code that officers say to each other
	Version    int64  // rises by one with each change; 1 when opened
	Status     Status
	Priority   Priority
	Lead       region.Code // task force that holds it now
	Owner      SeatID      // seat that accepted, empty before
	Report     Report
	Referrals  []Referral
	Support    []Support
	Excluded   []Exclusion
	Milestones []Milestone
	Next       *Next // what is to come next, with its deadline
	Contacts   []Contacted
	Victims    []Victim // whom it is about, as officers found out
	Questions  []Question
	Mission    string // id of the mission abroad, if the victim is abroad
	Incident   string // key that the cases of one surge share (taskforce.Surge); empty: an ordinary case
	Exercise   bool   // a training or demonstration case, never mixed with real ones
	Training   *Training
	OpenedAt   time.Time
	ChangedAt  time.Time
	WorkedAt   time.Time // newest deed of an owner
	Helps      []Help    // what was asked of others, oldest first
	Notes      []Note    // what officers wrote to each other about it, oldest first
	Close      *Closure
	Wait       *Wait     // the reporter is asked something and has not answered
	Closures   []Closure // earlier proposals that were turned down, and closings that were undone, oldest first
	Parted     []Named   // cases that were made of a part of this one
	From       Named     // the case that this one is a part of; empty: none
	Joined     []Named   // cases that were joined with this one, oldest first
	Into       Named     // with Merged: the case that this one was joined with
	Same       bool      // with Merged: that case is of the same reporter
	Passed     Passed    // with Merged: what of that case was passed on
	Identity   *Identity // the owner wishes, or wished, to see who the reporter said to be
	NewsAt     time.Time // newest word of the reporter of a joined case
	Hold       *Hold     // kept whatever its time; nil: erased when its time has come
	Rights     []Right   // what the reporter wished about the own data, oldest first
	Orders     []Order   // what the operator may do with it once two bodies agree, oldest first
	EraseFrom  time.Time // two seats agreed to erase it then, before its time; zero: they did not
}

// Closure is a proposal to close, later its confirmation.
type Closure struct {
	Reason      CloseReason
	Door        string // with NotTPPO: code of the office that the reporter was sent to
	DoorToldAt  time.Time
	Answer      YesNo // of the reporter, who was asked whether it is over; empty: none
	AnsweredAt  time.Time
	Unreached   bool      // the reporter could not be written to when it was proposed
	FollowedAt  time.Time // when the reporter was asked again, weeks later
	FollowUp    YesNo     // the answer to that
	ProposedBy  SeatID
	ProposedAt  time.Time
	ConfirmedBy SeatID
	ConfirmedAt time.Time
	UndoneAt    time.Time // kept open or reopened; zero while it holds
	UndoneBy    SeatID    // empty: the reporter
}

// Referral gives the newest referral; a case always has one.
func (c Case) Referral() Referral {
	if len(c.Referrals) == 0 {
		return Referral{}
	}
	return c.Referrals[len(c.Referrals)-1]
}

// Bounces counts refusals so far, by whomever (compare Bounced).
func (c Case) Bounces() int {
	n := 0
	for _, r := range c.Referrals {
		if r.Status == ReferralRefused {
			n++
		}
	}
	return n
}

// MayNotSee tells whether a task force is excluded from the case.
func (c Case) MayNotSee(tf region.Code, seat SeatID) bool {
	if c.Training != nil && !c.InDrill() && seat != "" && seat != c.Training.Seat {
		return true
	}
	for _, x := range c.Excluded {
		if x.TaskForce == tf && (x.Seat == "" || x.Seat == seat) {
			return true
		}
	}
	return false
}

// Unanswered gives the oldest question without an answer.
func (c Case) Unanswered() (Question, bool) {
	for _, q := range c.Questions {
		if q.AnsweredAt.IsZero() {
			return q, true
		}
	}
	return Question{}, false
}
