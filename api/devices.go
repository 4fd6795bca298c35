package api

import (
	"net/http"
	"slices"
	"unicode/utf8"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

const (
	// devicesShown bounds the devices of one answer: those seen last.
	devicesShown = 2000
	// devicesMost bounds the devices of one account: a person has a phone, now and then a new one; a demonstration's
	// account has many guests.
	devicesMost = 200
	maxWords    = 120 // bytes of what a device says of itself

	microsOfSecond = 1_000_000
)

var errDevicesMany = fault.Define("devices_too_many",
	"这个账号登记的手机已达 {max} 台，请管理员停用不再使用的手机。",
	"This account has {max} devices, which is the most. Ask your administrator to revoke those no longer used.")

// DeviceReport is the body of PUT /devices/{device}: what a device says of itself after each sync.
type DeviceReport struct {
	Name   string `json:"name"`
	App    string `json:"app" doc:"version of the app"`
	Pack   string `json:"pack" doc:"version of the programme that it has"`
	Unsent int64  `json:"unsent" doc:"bundles that wait there, refused ones included"`
	Clock  string `json:"clock" doc:"what time it thinks it is"`
}

// DeviceView is a device as its administrator sees it.
type DeviceView struct {
	ID        string         `json:"id"`
	Account   string         `json:"account"`
	Person    string         `json:"person"`
	Area      string         `json:"area"`
	AreaName  string         `json:"area_name"`
	Name      string         `json:"name"`
	App       string         `json:"app"`
	Pack      string         `json:"pack"`
	Unsent    int64          `json:"unsent"`
	Ahead     int64          `json:"ahead" doc:"seconds by which its clock was ahead of the server's"`
	CreatedAt value.Instant  `json:"created_at"`
	SeenAt    value.Instant  `json:"seen_at"`
	RevokedAt *value.Instant `json:"revoked_at"`
	WipedAt   *value.Instant `json:"wiped_at" doc:"when the device said that its copy is gone"`
}

// DeviceOrder is what a device is to do.
type DeviceOrder struct {
	Wipe bool `json:"wipe"`
}

func deviceRoutes() []*route {
	return []*route{
		{method: put, path: "/devices/{device}", id: "reportDevice", who: signedIn, body: DeviceReport{}, limit: bodySmall,
			doc: "A device says that it is there, and what waits on it", status: http.StatusNoContent, refusals: []int{422},
			handle: putDevice},
		{method: get, path: "/devices", id: "devices", doc: "Devices of people within the caller's areas, seen last first",
			who: powered, power: catalog.KeepUsers, answer: []DeviceView{}, handle: getDevices},
		{method: remove, path: "/devices/{device}", id: "revokeDevice", who: powered, power: catalog.KeepUsers,
			doc:    "Revoke a lost device: its copy is wiped when it next appears, and all sessions of its owner end",
			status: http.StatusNoContent, handle: deleteDevice},
		{method: get, path: "/devices/{device}/order", id: "deviceOrder", who: anyone, answer: DeviceOrder{},
			doc: "Whether a device is to wipe its copy; asked without a session, since that of a revoked one has ended", handle: getOrder},
		{method: post, path: "/devices/{device}/wiped", id: "deviceWiped", who: anyone, status: http.StatusNoContent,
			doc: "A revoked device says that its copy is gone", handle: postWiped},
	}
}

func (c *call) deviceID() (string, error) {
	id := c.r.PathValue("device")
	if !value.IsID(id) {
		return "", nothing()
	}
	return id, nil
}

// putDevice keeps what a device says of itself. It is the only thing that a phone writes beside bundles and files.
func putDevice(c *call) error {
	var in DeviceReport
	err := c.readObject(func(key string, raw []byte) (known bool, f *fault.Finding) {
		switch key {
		case "name":
			in.Name, f = readString(raw)
		case "app":
			in.App, f = readString(raw)
		case "pack":
			in.Pack, f = readString(raw)
		case "unsent":
			in.Unsent, f = readInteger(raw)
		case "clock":
			in.Clock, f = readString(raw)
		default:
			return false, nil
		}
		return true, f
	})
	if err != nil {
		return err
	}
	id, err := c.deviceID()
	if err != nil {
		return err
	}
	if err := c.deviceMay(id); err != nil {
		return err
	}
	d, err := c.knownDevice(id)
	if err != nil {
		return err
	}
	d.Name, d.App, d.Pack = clipTo(in.Name, maxWords), clipTo(in.App, maxWords), clipTo(in.Pack, maxWords)
	d.Unsent, d.SeenAt = in.Unsent, c.Clock.Now()
	if at, err := value.ParseInstant(in.Clock); err == nil { // a clock that says nothing is left as it was
		d.Ahead = int64(at-d.SeenAt) / microsOfSecond
	}
	if err := c.Reader.SaveDevice(c.ctx, *d); err != nil {
		return err
	}
	return c.done()
}

// knownDevice gives the caller's device, a new one when there is none yet.
func (c *call) knownDevice(id string) (*store.Device, error) {
	d, err := c.Reader.Device(c.ctx, id)
	if err != nil || d != nil {
		return d, err
	}
	n, err := c.Reader.DevicesOf(c.ctx, c.actor.Account)
	if err != nil {
		return nil, err
	}
	if n >= devicesMost {
		return nil, fault.Of(fault.Invalid, []fault.Finding{errDevicesMany.At("", "max", devicesMost)})
	}
	area := c.actor.County
	if reach := c.actor.Reach(); len(reach) > 0 {
		area = reach[0]
	}
	return &store.Device{ID: id, Account: c.actor.Account, County: c.actor.County, Area: area, CreatedAt: c.Clock.Now()}, nil
}

// clipTo cuts a text to some bytes, between characters.
func clipTo(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// getDevices answers the page of devices.
func getDevices(c *call) error {
	var list []store.Device
	for _, area := range c.actor.Has(catalog.KeepUsers) {
		part, err := c.Reader.DevicesIn(c.ctx, area, devicesShown)
		if err != nil {
			return err
		}
		list = append(list, part...)
	}
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Account
	}
	names, err := c.Directory.Names(c.ctx, ids)
	if err != nil {
		return err
	}
	out := []DeviceView{}
	for i := range list {
		d := &list[i]
		out = append(out, DeviceView{ID: d.ID, Account: d.Account, Person: names[d.Account], Area: d.Area,
			AreaName: c.Catalog.Areas.Name(d.Area), Name: d.Name, App: d.App, Pack: d.Pack, Unsent: d.Unsent, Ahead: d.Ahead,
			CreatedAt: d.CreatedAt, SeenAt: d.SeenAt, RevokedAt: when(d.RevokedAt), WipedAt: when(d.WipedAt)})
	}
	slices.SortStableFunc(out, func(a, b DeviceView) int { return int(min(max(b.SeenAt-a.SeenAt, -1), 1)) })
	return c.json(out[:min(len(out), devicesShown)])
}

func when(at value.Instant) *value.Instant {
	if at == 0 {
		return nil
	}
	return &at
}

// device gives the device that the address names; nil when there is none.
func (c *call) device() (*store.Device, error) {
	id, err := c.deviceID()
	if err != nil {
		return nil, err
	}
	return c.Reader.Device(c.ctx, id)
}

// deleteDevice revokes a device. Its owner's sessions end with it, on all devices: whoever found the phone may have them.
func deleteDevice(c *call) error {
	d, err := c.device()
	if err != nil {
		return err
	}
	if d == nil || !access.Covers(c.actor.Has(catalog.KeepUsers), d.Area) {
		return nothing()
	}
	if d.RevokedAt == 0 {
		d.RevokedAt, d.RevokedBy = c.Clock.Now(), c.actor.Account
		if err := c.Reader.SaveDevice(c.ctx, *d); err != nil {
			return err
		}
	}
	if err := c.Sessions.SignOutAll(c.ctx, d.Account); err != nil {
		return err
	}
	return c.done()
}

// getOrder tells a device what to do. Ids are made at random, so that nobody can ask for another's.
func getOrder(c *call) error {
	d, err := c.device()
	if err != nil {
		return err
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.json(DeviceOrder{Wipe: d != nil && d.RevokedAt != 0})
}

// postWiped keeps that a revoked device has no copy any more.
func postWiped(c *call) error {
	d, err := c.device()
	if err != nil {
		return err
	}
	if d == nil || d.RevokedAt == 0 {
		return nothing()
	}
	if d.WipedAt == 0 {
		d.WipedAt = c.Clock.Now()
		if err := c.Reader.SaveDevice(c.ctx, *d); err != nil {
			return err
		}
	}
	return c.done()
}
